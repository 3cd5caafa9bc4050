"""`from tjbot import TJBot`: what was written for the package tjbot-ce 3 runs on this robot, unchanged.

It stands upon `robot` of a recipe, so that the daemon keeps the limits of the hardware and STOP stops it.
"""

from tjbot.drop_in.bot import TJBot as TJBot
from tjbot.drop_in.old_modules import provide_old_modules

provide_old_modules()
