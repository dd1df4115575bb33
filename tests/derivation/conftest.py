"""Property tests of the kernel judge what is derived, not how busy the machine is."""

from hypothesis import settings

settings.register_profile("kernel", deadline=None)
settings.load_profile("kernel")
