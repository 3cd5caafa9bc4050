"""https: the robot's own little authority, its certificates, and the pages that tell how to trust them."""
