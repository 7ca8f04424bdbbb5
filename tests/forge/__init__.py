"""The sample forge: a loopback server that answers as GitHub and GitLab do (docs/sample-forge.md)."""
