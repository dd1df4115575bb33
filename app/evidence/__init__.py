"""What a release holds of one organization, as the kernel takes it."""
