"""Once Graph is warm no errand imports anything of the SDK on the event loop."""

import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


async def test_no_call_imports_more_than_warming_did() -> None:
    asking = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.graph.warmed"), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    late, _ = await asking.communicate()
    assert asking.returncode == 0
    assert late.decode().split() == []
