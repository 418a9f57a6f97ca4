"""What pages draw of projects: who pays whom, where they are, and charts of what was found."""
