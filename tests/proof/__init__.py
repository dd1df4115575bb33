"""What is published can be taken away, proven and made anew."""
