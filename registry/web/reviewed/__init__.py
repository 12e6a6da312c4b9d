"""The lab's side of a review: the timeline, answers, the revision, the proof, and the ends."""
