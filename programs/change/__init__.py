"""The people side of a programme: readiness pulse, champions, sponsors, thanks, and what backs its eight steps."""
