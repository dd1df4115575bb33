"""Tests of the service over HTTP: real packages, a real release, a real server."""
