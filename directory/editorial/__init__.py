"""Pages and facts that editors keep in `content/`: read, checked and turned into safe HTML."""
