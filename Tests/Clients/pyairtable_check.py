"""Uses pyairtable as anybody would, against the server whose address and token are the arguments.

Nothing here knows that the server is a mock. Each check is a function; a failed one is told and the rest goes on, and
the exit code is 1 if any failed.
"""

import datetime
import sys
import traceback

import requests
from pyairtable import Api, formulas
from pyairtable.formulas import AND, EQ, GT, OR, Field, match

BASE = "appOtherClients01"
FIELDS = [
    {"name": "Email", "type": "singleLineText"},
    {"name": "Age", "type": "number", "options": {"precision": 0}},
    {"name": "Balance", "type": "currency", "options": {"precision": 2, "symbol": "$"}},
    {"name": "Active", "type": "checkbox", "options": {"icon": "check", "color": "greenBright"}},
    {"name": "Level", "type": "singleSelect", "options": {"choices": [{"name": "Low"}, {"name": "High"}]}},
    {"name": "Tags", "type": "multipleSelects", "options": {"choices": [{"name": "red"}, {"name": "blue"}]}},
    {"name": "Born", "type": "date", "options": {"dateFormat": {"name": "iso"}}},
    {
        "name": "Seen",
        "type": "dateTime",
        "options": {
            "dateFormat": {"name": "iso"},
            "timeFormat": {"name": "24hour"},
            "timeZone": "utc",
        },
    },
    {"name": "Notes", "type": "multilineText"},
]

checks = []


def check(function):
    checks.append(function)
    return function


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def row(number):
    return {"Email": f"user{number:03}@example.com", "Age": number}


def ids(records):
    return [record["id"] for record in records]


def emails(records):
    return [record["fields"]["Email"] for record in records]


class Fixture:
    """An Api as the user makes it, and tables that each check has for itself."""

    def __init__(self, url, token):
        self.url, self.token = url, token
        self.api = Api(token, endpoint_url=url)
        self.base = self.api.base(BASE)
        self.made = 0

    def table(self, rows=0):
        self.made += 1
        table = self.base.create_table(f"Users {self.made}", fields=FIELDS)
        if rows:
            table.batch_create([row(number) for number in range(rows)])
        return table


def refused(call, status, error_type, message=None):
    try:
        call()
    except requests.exceptions.HTTPError as error:
        equal(error.response.status_code, status)
        body = error.response.json()["error"]
        equal(body if isinstance(body, str) else body["type"], error_type)
        if message is not None:
            equal(body["message"], message)
            assert message in str(error) or repr(message) in str(error), f"{error} does not tell the message"
        return
    raise AssertionError(f"nothing was refused; expected {status} {error_type}")


@check
def whoami(server):
    user = server.api.whoami()
    assert user["id"].startswith("usr") and len(user["id"]) == 17, user


@check
def a_table_is_created_with_its_fields(server):
    table = server.base.create_table("Made here", fields=FIELDS, description="All kinds")
    schema = table.schema()
    equal(schema.name, "Made here")
    equal(schema.description, "All kinds")
    equal([field.name for field in schema.fields], [field["name"] for field in FIELDS])
    equal([field.type for field in schema.fields], [field["type"] for field in FIELDS])
    equal(schema.primary_field_id, schema.fields[0].id)
    equal([choice.name for choice in schema.field("Level").options.choices], ["Low", "High"])
    equal(schema.field("Balance").options.symbol, "$")
    equal(schema.views[0].name, "Grid view")


@check
def the_schema_of_the_base_has_the_table(server):
    table = server.table()
    assert table.name in [each.name for each in server.base.tables(force=True)]
    equal(server.base.table(table.name, validate=True, force=True).id, table.id)


@check
def the_base_is_listed(server):
    server.table()
    bases = {base.id: base.permission_level for base in server.api.bases(force=True)}
    equal(bases[BASE], "create")


@check
def a_field_is_created(server):
    table = server.table()
    field = table.create_field("Score", "number", options={"precision": 2})
    equal((field.name, field.type, field.options.precision), ("Score", "number", 2))
    equal(table.create({"Email": "a@example.com", "Score": 1.25})["fields"]["Score"], 1.25)


@check
def a_record_is_created_read_updated_deleted(server):
    table = server.table()
    made = table.create({"Email": "jane@example.com", "Age": 41, "Active": True, "Level": "High", "Born": "1984-02-29"})
    equal(
        made["fields"],
        {"Email": "jane@example.com", "Age": 41, "Active": True, "Level": "High", "Born": "1984-02-29"},
    )
    datetime.datetime.fromisoformat(made["createdTime"].replace("Z", "+00:00"))
    equal(table.get(made["id"]), made)
    equal(table.update(made["id"], {"Age": 42, "Active": False})["fields"]["Age"], 42)
    assert "Active" not in table.get(made["id"])["fields"], "an unchecked box must be absent"
    equal(table.update(made["id"], {"Email": "j@example.com"}, replace=True)["fields"], {"Email": "j@example.com"})
    equal(table.delete(made["id"]), {"id": made["id"], "deleted": True})
    equal(table.all(), [])


@check
def cells_come_back_as_they_were_written(server):
    table = server.table()
    cells = {
        "Email": "O'Brien \"Zoë\" 😀 <x@example.com>",
        "Age": 0,
        "Balance": 1234.5,
        "Tags": ["blue", "red"],
        "Born": "2000-12-31",
        "Seen": "2026-01-02T03:04:05.678Z",
        "Notes": "one\ntwo, three",
    }
    equal(table.get(table.create(cells)["id"])["fields"], cells)


@check
def batch_create_of_25_keeps_the_order(server):
    table = server.table()
    made = table.batch_create([row(number) for number in range(25)])
    equal(emails(made), [row(number)["Email"] for number in range(25)])
    equal(len(set(ids(made))), 25)
    equal(len(table.all()), 25)


@check
def a_list_is_read_by_pages(server):
    table = server.table(25)
    equal([len(page) for page in table.iterate(page_size=10)], [10, 10, 5])
    everything = table.all(page_size=7)
    equal(sorted(emails(everything)), [row(number)["Email"] for number in range(25)])
    equal(len(table.all(max_records=12, page_size=5)), 12)


@check
def more_than_a_page_is_read_whole(server):
    table = server.table(230)
    equal(len(set(ids(table.all()))), 230)


@check
def first_gives_one_or_none(server):
    table = server.table(3)
    equal(table.first(sort=["-Age"])["fields"], {"Email": "user002@example.com", "Age": 2})
    equal(table.first(formula=match({"Email": "nobody@example.com"})), None)


@check
def a_list_is_sorted(server):
    table = server.table(12)
    equal([each["fields"]["Age"] for each in table.all(sort=["-Age"])], list(reversed(range(12))))
    table.create({"Email": "zzz@example.com"})
    equal(emails(table.all(sort=["Age"]))[0], "zzz@example.com")


@check
def only_the_fields_asked_for_come(server):
    table = server.table(2)
    equal([sorted(each["fields"]) for each in table.all(fields=["Email"])], [["Email"], ["Email"]])


@check
def fields_come_by_id(server):
    table = server.table(1)
    schema = table.schema()
    equal(
        table.all(use_field_ids=True)[0]["fields"],
        {schema.field("Email").id: "user000@example.com", schema.field("Age").id: 0},
    )


@check
def cells_come_as_text(server):
    table = server.table()
    table.create({"Email": "a@example.com", "Balance": 5, "Active": True})
    fields = table.all(cell_format="string", time_zone="UTC", user_locale="en-us")[0]["fields"]
    assert all(isinstance(value, str) for value in fields.values()), fields


@check
def match_finds_by_value(server):
    table = server.table(30)
    equal(emails(table.all(formula=match({"Email": "user007@example.com"}))), ["user007@example.com"])
    equal(emails(table.all(formula=match({"Email": "user007@example.com", "Age": 7}))), ["user007@example.com"])
    equal(table.all(formula=match({"Email": "user007@example.com", "Age": 8})), [])
    equal(len(table.all(formula=match({"Age": 3, "Email": "user004@example.com"}, match_any=True))), 2)
    equal(len(table.all(formula=match({"Age": (">=", 25)}))), 5)


@check
def quotes_in_a_formula_are_escaped(server):
    table = server.table()
    for name in ["O'Brien", 'say "hi"', "back\\slash", "{brace}", "50% & more"]:
        table.create({"Email": name})
        equal(emails(table.all(formula=match({"Email": name}))), [name])
        equal(emails(table.all(formula=f"{{Email}}={formulas.quoted(name)}")), [name])


@check
def and_or_and_comparisons(server):
    table = server.table(30)
    young = AND(GT(Field("Age"), 3), formulas.LT(Field("Age"), 6))
    equal(sorted(each["fields"]["Age"] for each in table.all(formula=young)), [4, 5])
    either = OR(EQ(Field("Age"), 1), EQ(Field("Email"), "user002@example.com"))
    equal(sorted(each["fields"]["Age"] for each in table.all(formula=either)), [1, 2])
    equal(len(table.all(formula=formulas.NOT(young))), 28)


@check
def functions_in_formulas(server):
    table = server.table(12)
    equal(len(table.all(formula=formulas.FIND("01", Field("Email")))), 3)
    equal(emails(table.all(formula="LOWER({Email})=LOWER('USER004@EXAMPLE.COM')")), ["user004@example.com"])
    record = table.first(sort=["Age"])
    equal(ids(table.all(formula=EQ(formulas.RECORD_ID(), record["id"]))), [record["id"]])
    table.update(record["id"], {"Born": "2020-06-01", "Active": True})
    before = formulas.IS_BEFORE(Field("Born"), datetime.date(2020, 6, 2))
    equal(ids(table.all(formula=AND(before, Field("Active")))), [record["id"]])
    equal(ids(table.all(formula=match({"Born": datetime.date(2020, 6, 1)}))), [record["id"]])


@check
def a_long_formula_is_sent_by_post(server):
    table = server.table(5)
    names = [f"user{number:03}@example.com" for number in range(3)]
    formula = OR(*[EQ(Field("Email"), name) for name in names + ["x" * 90 + str(number) for number in range(200)]])
    assert len(str(formula)) > 16000
    equal(sorted(emails(table.all(formula=formula))), names)
    equal([len(page) for page in table.iterate(formula=formula, page_size=2)], [2, 1])


@check
def batch_update_changes_only_what_it_names(server):
    table = server.table(23)
    records = table.all()
    updated = table.batch_update([{"id": each["id"], "fields": {"Notes": "seen"}} for each in records])
    equal(ids(updated), ids(records))
    equal({each["fields"]["Notes"] for each in table.all()}, {"seen"})
    equal(sorted(each["fields"]["Age"] for each in table.all()), list(range(23)))
    table.batch_update([{"id": records[0]["id"], "fields": {"Email": "alone"}}], replace=True)
    equal(table.get(records[0]["id"])["fields"], {"Email": "alone"})


@check
def batch_upsert_tells_created_and_updated(server):
    table = server.table(15)
    before = {each["fields"]["Email"]: each["id"] for each in table.all()}
    rows = [{"fields": {**row(number), "Notes": "upserted"}} for number in range(10, 32)]
    result = table.batch_upsert(rows, key_fields=["Email"])
    equal(emails(result["records"]), [row(number)["Email"] for number in range(10, 32)])
    equal(sorted(result["updatedRecords"]), sorted(before[row(number)["Email"]] for number in range(10, 15)))
    equal(len(result["createdRecords"]), 17)
    equal(set(ids(result["records"])), set(result["updatedRecords"]) | set(result["createdRecords"]))
    equal(len(table.all()), 32)
    again = table.batch_upsert(rows, key_fields=["Email"])
    equal((again["createdRecords"], len(again["updatedRecords"])), ([], 22))


@check
def upsert_by_id_and_by_two_keys(server):
    table = server.table(3)
    first = table.first(sort=["Age"])
    result = table.batch_upsert(
        [
            {"id": first["id"], "fields": {"Notes": "by id"}},
            {"fields": {"Email": "user001@example.com", "Age": 1, "Notes": "by keys"}},
            {"fields": {"Email": "user001@example.com", "Age": 99}},
        ],
        key_fields=["Email", "Age"],
    )
    equal(result["updatedRecords"][0], first["id"])
    equal((len(result["updatedRecords"]), len(result["createdRecords"])), (2, 1))


@check
def an_upsert_that_matches_twice_is_refused(server):
    table = server.table()
    table.batch_create([{"Email": "twin@example.com"}, {"Email": "twin@example.com"}])
    refused(
        lambda: table.batch_upsert([{"fields": {"Email": "twin@example.com", "Age": 1}}], key_fields=["Email"]),
        422,
        "INVALID_REQUEST_UNKNOWN",
        "Cannot update more than one record",
    )


@check
def batch_delete(server):
    table = server.table(24)
    doomed = ids(table.all())[:13]
    equal(table.batch_delete(doomed), [{"id": each, "deleted": True} for each in doomed])
    equal(len(table.all()), 11)


@check
def typecast_makes_choices_and_reads_text(server):
    table = server.table()
    refused(
        lambda: table.create({"Email": "a", "Level": "Medium"}),
        422,
        "INVALID_MULTIPLE_CHOICE_OPTIONS",
        'Insufficient permissions to create new select option ""Medium""',
    )
    refused(lambda: table.create({"Email": "a", "Age": "41"}), 422, "INVALID_VALUE_FOR_COLUMN")
    made = table.create({"Email": "a", "Level": "Medium", "Age": "41", "Tags": "red, green"}, typecast=True)
    equal(made["fields"], {"Email": "a", "Level": "Medium", "Age": 41, "Tags": ["red", "green"]})
    choices = [choice.name for choice in table.schema(force=True).field("Level").options.choices]
    equal(choices, ["Low", "High", "Medium"])


@check
def refusals_have_type_and_message(server):
    table = server.table(1)
    refused(lambda: table.create({"Nope": 1}), 422, "UNKNOWN_FIELD_NAME", 'Unknown field name: "Nope"')
    refused(
        lambda: table.create({"Age": "old"}),
        422,
        "INVALID_VALUE_FOR_COLUMN",
        'Field "Age" cannot accept the provided value',
    )
    refused(
        lambda: table.all(formula="{Email"),
        422,
        "INVALID_FILTER_BY_FORMULA",
        "The formula for filtering records is invalid: Invalid formula. Please check your formula text.",
    )
    refused(lambda: table.get("rec00000000000000"), 403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND")
    refused(lambda: server.base.table("No such table").all(), 403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND")
    equal(len(table.all()), 1)


@check
def a_wrong_token_is_refused(server):
    stranger = Api("pat-of-a-stranger", endpoint_url=server.url)
    refused(stranger.whoami, 401, "AUTHENTICATION_REQUIRED", "Authentication required")


def main():
    server = Fixture(*sys.argv[1:3])
    failed = 0
    for function in checks:
        name = function.__name__.replace("_", " ")
        try:
            function(server)
        except Exception:
            failed += 1
            print(f"FAILED {name}\n{traceback.format_exc()}")
        else:
            print(f"passed {name}")
    print(f"pyairtable: {len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
