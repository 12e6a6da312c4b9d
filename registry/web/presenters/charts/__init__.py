"""What the charts show: stored scores and figures, brought into the form that is drawn."""
