"""What holds for all tests: no property test is timed, as a busy machine is no failure."""

import hypothesis

hypothesis.settings.register_profile("chalkgrad", deadline=None)
hypothesis.settings.load_profile("chalkgrad")
