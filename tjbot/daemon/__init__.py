"""The host: sockets, pages, recipes and the body they share."""
