"""How fast the deployables are on this machine; what was counted is checked, what was timed is only shown."""
