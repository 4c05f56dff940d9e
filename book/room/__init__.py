"""The course live in a room: phones, a screen, and a cockpit, served from the instructor's laptop.

Nothing else of the course calls in here: the folder can be taken away. From the bottom up:

state     what a room is: plain values
moves     state × event → state, by rules that refuse what does not belong: pure functions
journal   every event on the disk before anybody sees what it did, and back again after the laptop died
engine    one thread that takes events in; others wait until something they show has changed
views     what a phone, the screen and the cockpit show of a state
server    HTTP around it, and nothing of the rules
"""
