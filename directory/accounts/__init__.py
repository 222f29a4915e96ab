"""Who works for a council and its centres, what each may do, and how they prove who they are."""
