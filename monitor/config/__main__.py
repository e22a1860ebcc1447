"""`python -m monitor.config`: the forms in; out come the JSON Schemas that editors use, beside the shipped files."""

import json

from monitor.config import schemas, shipped_folder

for name, schema in schemas().items():
    text = json.dumps(schema, indent=2, ensure_ascii=False)
    (shipped_folder() / name).write_text(text + "\n", encoding="utf-8")
