"""`tjbot convert`: a model that was made elsewhere becomes a folder that the page loads."""
