"""What may come in: strict JSON, and GeoJSON by RFC 7946. Bytes in, faults out; nothing here opens a file.

`strictjson` reads bytes, `rfc7946` judges any GeoJSON object, `singlefile` gives the verdict on one file. The rules
of an atlas, beyond GeoJSON's own, are in `corridors/check.py` and `corridors/references.py`.
"""
