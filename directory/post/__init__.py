"""Mail that we owe people: written down with the change it tells of, sent by the worker."""
