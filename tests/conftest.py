"""Settings of all tests."""

from hypothesis import settings

# A time limit for each example only measures how busy the machine is: tests run beside each other.
settings.register_profile("course", deadline=None, max_examples=50)
settings.load_profile("course")
