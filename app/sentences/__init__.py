"""One number told in one sentence, never more certain than its bounds: pure writers, one route."""
