"""The programs that the app is compared with, each written as its own documentation or common examples show."""
