"""For all tests: none fails because the machine is busy with something else.

`--hypothesis-profile=fast` tries a tenth of the random examples.
"""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.register_profile("fast", deadline=None, max_examples=10)
settings.load_profile("untimed")
