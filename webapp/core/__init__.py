"""What any feature may use; knows no feature and no window."""
