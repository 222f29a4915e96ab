"""The site: one door to the directory. Flask lives here and nowhere else."""
