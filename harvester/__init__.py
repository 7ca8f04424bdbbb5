"""From government accounts to rows: the harvester owns the schema ``store`` of the work database."""
