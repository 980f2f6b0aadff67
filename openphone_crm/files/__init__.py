"""Files that are fetched and kept: from where, of which kind, and under which key."""
