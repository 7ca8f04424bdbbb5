from reports.residue import Statement, find_residue


def _statement(name: str, *value: str, account: str = "github.com/town", key: str = "usedBy") -> Statement:
    return Statement(account_id=account, name=name, key=key, value=value)


def test_a_value_in_five_files_with_different_names_is_residue_and_in_four_is_not() -> None:
    five = find_residue(_statement(f"Tool {n}", "Town A", "Town B") for n in range(5))
    four = find_residue(_statement(f"Tool {n}", "Town A", "Town B") for n in range(4))
    assert five.files("github.com/town", "usedBy", ("Town A", "Town B")) == 5
    assert four.files("github.com/town", "usedBy", ("Town A", "Town B")) == 0


def test_copies_of_a_file_under_one_name_are_one_name() -> None:
    names = ("Tool", "tool", " Tool", "TOOL ", "Tool", "tool")
    assert not find_residue(_statement(name, "Town A") for name in names).files_by_value


def test_a_list_is_one_value_so_a_user_of_many_tools_stays_a_user() -> None:
    residue = find_residue(_statement(f"Tool {n}", "Town A", f"Town {n}") for n in range(9))
    assert not residue.files_by_value


def test_values_of_different_accounts_or_at_different_keys_are_not_added_up() -> None:
    statements = [
        *(_statement(f"Tool {n}", "x", account="github.com/town") for n in range(3)),
        *(_statement(f"Tool {n}", "x", account="github.com/city") for n in range(3)),
        *(_statement(f"Other {n}", "x", key="isBasedOn") for n in range(3)),
    ]
    assert not find_residue(statements).files_by_value


def test_what_many_files_do_not_state_is_no_residue() -> None:
    assert not find_residue(_statement(f"Tool {n}") for n in range(9)).files_by_value


def test_the_number_of_names_is_told() -> None:
    residue = find_residue(_statement(f"Tool {n}", "https://api.example") for n in range(21))
    assert residue.files("github.com/town", "usedBy", ("https://api.example",)) == 21
