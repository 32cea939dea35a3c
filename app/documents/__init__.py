"""Opening, saving and exporting, from menus, drops and other windows."""
