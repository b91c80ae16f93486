"""The program around the app: command line, server, gate, window, and their beginning and end."""
