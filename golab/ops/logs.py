def configure(config: dict) -> None:
    pass
