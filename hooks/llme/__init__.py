"""The guide as data: read, checked and rendered, without MkDocs, network or clock."""
