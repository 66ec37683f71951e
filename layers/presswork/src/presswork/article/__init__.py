"""What an article is: from an uploaded file to a validated article, or to a report that says what to mend."""
