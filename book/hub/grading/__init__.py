"""The course with nbgrader: a chapter is an assignment, an exercise a point, judged from the workbook handed in.

assignment  makes of a chapter what nbgrader releases
handing_in  the page on which a learner hands in
points      what a marking cell computes
marking     nothing of what was handed in is run but the marking cells, as the instructor has them
gradebook   a spreadsheet with the points of each exercise
"""
