"""Value types every other room builds on: pure, exact, and importing nothing of ours."""
