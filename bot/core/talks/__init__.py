"""Every kind of talk there is. To add one, read `ADDING.md` beside this file."""
