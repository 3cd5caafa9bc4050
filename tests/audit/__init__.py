"""Whether anybody has told of a weakness in what TJBot is made of: asks the registries, where they can be reached."""
