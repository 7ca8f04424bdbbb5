"""The rules: `table` has a row a key, `values` a function a rule, `together` what needs several keys."""
