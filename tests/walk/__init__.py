"""The life of a referral once more in plain Python, and walks that hold the product against it."""
