"""frame.py POINTS: milliseconds a frame of pyqtgraph when the view of one curve moves, 1280 x 720."""
import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
import numpy as np
import pyqtgraph as g

n = int(sys.argv[1])
app = g.mkQApp()
plot = g.PlotWidget()
plot.resize(1280, 720)
x = np.arange(n, dtype=np.float64)
h = (np.arange(n, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(12345)) & np.uint64(0xFFFFFFFF)
y = 1 / (1 + x / (n / 50)) + 0.1 * (((h >> np.uint64(8)) & np.uint64(0xFFFFFF)) / 16777216 - 0.5)
plot.plot(x, y, pen=g.mkPen("b"), skipFiniteCheck=True)
plot.setDownsampling(auto=True, mode="peak")
plot.setClipToView(True)
plot.show()
plot.grab()
values = []
for k in range(1, 16):
    t = time.perf_counter()
    plot.setXRange(0, n * (1 - 1e-4 * k), padding=0)
    app.processEvents()
    plot.grab()
    values.append((time.perf_counter() - t) * 1e3)
print(json.dumps({"peer": "pyqtgraph " + g.__version__, "values": values}))
