"""Where items come from: feeds on the network, and files on this machine."""
