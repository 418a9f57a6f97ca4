import os
import subprocess
import sys

from golab.embedded.launch import CHECKOUT


def test_bootstrap_on_a_python_without_venv_says_what_to_install(tmp_path):
    copy = tmp_path / "hub"
    (copy / "tools").mkdir(parents=True)
    for name in ("golab", "Makefile", "tools/bootstrap.py", "requirements.txt"):
        (copy / name).symlink_to(CHECKOUT / name)
    # The package finds its checkout through its real path, so it must be a real copy.
    (copy / "golab").unlink()
    (copy / "golab").mkdir()
    (copy / "golab" / "__init__.py").touch()
    subprocess.run(["cp", "-r", CHECKOUT / "golab" / "embedded", copy / "golab" / "embedded"], check=True)
    (copy / "tools" / "bootstrap.py").unlink()
    (copy / "tools" / "bootstrap.py").write_text((CHECKOUT / "tools" / "bootstrap.py").read_text())
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    (lacking / "ensurepip.py").write_text("raise ImportError('not installed')")
    finished = subprocess.run(
        [sys.executable, copy / "tools" / "bootstrap.py", "-c", "pass"],
        env={**os.environ, "PYTHONPATH": str(lacking), "DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 1
    assert "lacks its venv module" in finished.stderr
    assert "python3-venv" in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_bootstrap_can_be_read_by_old_pythons():
    """No annotation, f-string, walrus or `print` statement that would be a syntax error before the version check."""
    import ast

    tree = ast.parse((CHECKOUT / "tools" / "bootstrap.py").read_text(), feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.FunctionDef | ast.NamedExpr)]
    check = next(node for node in tree.body if isinstance(node, ast.If))
    first_own_import = next(n for n in tree.body if isinstance(n, ast.ImportFrom) and "golab" in n.module)
    assert check.lineno < first_own_import.lineno
