"""What the rooms know of languages: folding, rules, places, sentences, scripts. Only packaged data is read."""
