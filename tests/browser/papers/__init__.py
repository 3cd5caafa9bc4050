"""Papers and other things that Chromium typesets and draws: what the network that looks for print is judged by."""
