"""What the directory refuses, by name. An error carries facts; each door finds its own words for them."""


class DirectoryError(Exception):
    """Something asked of the directory cannot be done, and the reason is known."""


class SettingsWrong(DirectoryError):
    """The environment asks for something that cannot work. The message is one sentence for who starts us."""


class NotFound(DirectoryError):
    """Nothing public has this address: it never existed, was withdrawn, or may not be shown."""


class NotAllowed(DirectoryError):
    """Whoever asked is known, and this is not part of her work."""


class SealBroken(DirectoryError):
    """Something sealed cannot be opened: another key, another row, or somebody tampered with it."""


class ContentWrong(DirectoryError):
    """A file in `content/` does not say what it should. The message names file, entry and fault."""


class DatabaseTooNew(DirectoryError):
    """The database was written by a later Doorstep than this one."""


class IndexUnusable(DirectoryError):
    """The search index can be neither read nor written anew: the disk is full, or not ours."""


class AlreadyRunning(DirectoryError):
    """Another process does this work already; two would get in each other's way."""
