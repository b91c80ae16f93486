"""The one place that knows which Quietleaf this is."""

VERSION = "0.1.0"
