"""What waits for an editor: requests to represent a lab, and labs that people propose."""
