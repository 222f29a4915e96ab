"""What can be asked of Doorstep on the command line."""
