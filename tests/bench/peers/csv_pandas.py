"""csv_pandas.py FILE: milliseconds of pandas.read_csv in its fastest way, pyarrow's parser on all cores."""
import sys
import time

import pandas as pd
import pyarrow

from workloads import tell

values = []
for _ in range(3):
    begin = time.perf_counter()
    rows = len(pd.read_csv(sys.argv[1], engine="pyarrow"))
    values.append((time.perf_counter() - begin) * 1e3)
assert rows == 1_000_000
tell(f"pandas {pd.__version__} with pyarrow {pyarrow.__version__}", values)
