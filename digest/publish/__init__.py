"""Publishers: where a built issue goes. Each is one file and implements `protocols.Publisher` or a plain function."""
