"""The list of accounts to harvest."""
