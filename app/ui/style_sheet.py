"""The application's style sheet; `@name;` stands for a colour of the theme."""

SHEET = """
QMainWindow, QDialog { background: @panel; }
QWidget { font-size: 13px; }
QToolTip { color: @text; background: @card; border: 1px solid @line; padding: 4px; }
QMenuBar { background: @panel; padding: 4px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @card; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: @pressed; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit {
  background: @background; border: 1px solid @line; border-radius: 6px;
  padding: 4px 8px; min-height: 20px; selection-background-color: @data;
  selection-color: @on_data; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: @data; }
QLineEdit[inline="true"] { padding: 0 4px; min-height: 0; background: @card; }
QLineEdit[wrong="true"] { border-color: @error; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line; padding: 4px; }
QPushButton, QToolButton {
  background: @card; border: 1px solid @line; border-radius: 8px; padding: 6px 12px; }
QPushButton:hover, QToolButton:hover { background: @hover; border-color: @data; }
QPushButton:pressed, QToolButton:pressed { background: @pressed; }
QPushButton:focus, QToolButton:focus { border-color: @data; }
QPushButton:disabled, QToolButton:disabled { color: @muted; background: @panel; }
QPushButton[primary="true"] {
  background: @data; color: @on_data; border-color: @data; font-weight: bold; }
QPushButton[primary="true"]:hover { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @line; color: @muted; border-color: @line; }
QPushButton[tab="true"] {
  background: transparent; border: 1px solid transparent; color: @muted; padding: 6px 20px; }
QPushButton[tab="true"]:hover { color: @text; }
QPushButton[tab="true"]:focus { border-color: @data; }
QPushButton[tab="true"]:checked {
  background: @card; border-color: @line; color: @text; font-weight: bold; }
QPushButton[tab="true"]:checked:focus { border-color: @data; }
QPushButton[switch="true"] { text-align: left; }
QPushButton[switch="true"]:checked { border-color: @error; color: @error; font-weight: bold; }
QToolButton[heading="true"] {
  background: transparent; border: 1px solid transparent; padding: 4px 2px; color: @muted;
  font-weight: bold; font-size: 11px; }
QToolButton::menu-indicator { image: none; }
QToolButton[heading="true"]:hover { color: @text; }
QToolButton[heading="true"]:focus { border-color: @data; }
QPushButton[primary="true"]:focus { border: 2px solid @text; padding: 5px 11px; }
QPushButton[switch="true"]:checked:focus { border-color: @data; }
QFileDialog QToolButton { padding: 2px; }
QListView { background: transparent; border: 1px solid transparent; outline: none; }
QListView:focus, QTableView:focus, QTextBrowser:focus {
  border: 1px solid @data; border-radius: 6px; }
QGraphicsView[role="canvas"] { border: 2px solid @background; }
QGraphicsView[role="canvas"][reached="true"] { border-color: @data; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 5px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; }
QCheckBox { spacing: 6px; border: 1px solid transparent; border-radius: 6px; padding: 1px 3px; }
QCheckBox:focus { border-color: @data; }
QCheckBox::indicator, QListView::indicator {
  width: 15px; height: 15px; border: 1px solid @muted; border-radius: 4px; background: @card; }
QCheckBox::indicator:hover, QListView::indicator:hover { border-color: @data; }
QCheckBox::indicator:checked, QListView::indicator:checked {
  background: @data; border-color: @data; image: @check; }
QProgressBar { background: @line; border: none; border-radius: 4px; max-height: 8px; }
QProgressBar::chunk { background: @data; border-radius: 4px; }
QSlider:horizontal { min-height: 22px; border: 1px solid transparent; border-radius: 6px; }
QSlider:focus { border-color: @data; }
QSlider::groove:horizontal { background: @line; height: 6px; border-radius: 3px; }
QSlider::handle:horizontal {
  background: @data; width: 16px; height: 16px; margin: -5px 0; border-radius: 8px; }
QLabel[role="heading"] { color: @muted; font-weight: bold; font-size: 11px; }
QLabel[role="title"] { font-weight: bold; font-size: 14px; }
QLabel[role="muted"] { color: @muted; font-size: 12px; }
QLabel[role="error"] { color: @error; }
QLabel[role="bubble"] {
  background: @card; color: @error; border: 1px solid @error; border-radius: 8px;
  padding: 6px 10px; }
QLabel[role="bubble"][calm="true"] { color: @text; border-color: @line; }
QLabel[role="readout"] {
  background: @card; color: @text; border: 1px solid @line; border-radius: 6px;
  padding: 4px 8px; }
QLabel[role="readout"][small="true"] { padding: 2px 6px; font-size: 12px; }
QLabel[role="metric"] { font-size: 17px; font-weight: bold; }
QLabel[role="metric name"] { color: @muted; font-size: 11px; }
QLabel[role="pill"] { border: none; border-radius: 13px; font-weight: bold; }
QLabel[role="pill"][token="muted"] { color: @text; }
QLabel[role="pill"][now="true"] { border: 2px solid @now; }
QTableView[role="parameters"] { background: @card; }
QTableView[role="parameters"] QHeaderView::section {
  background: @card; color: @muted; border: none; border-bottom: 1px solid @line; padding: 4px; }
QFrame[role="card"] { background: @card; border: 1px solid @line; border-radius: 12px; }
QFrame[role="card"][reached="true"] { border-color: @data; }
QFrame[role="panel"] { background: @panel; border: none; }
QFrame[role="notice"] { background: @notice; border: none; }
QFrame[role="notice"][grave="true"] { background: @grave; }
QFrame[role="notice"] QPushButton, QFrame[role="notice"] QToolButton { padding: 3px 10px; }
QFrame[role="notice"] QToolButton { background: transparent; border-color: transparent; }
QFrame[role="notice"] QToolButton:hover, QFrame[role="notice"] QToolButton:focus {
  border-color: @data; }
QFrame[role="rule"] { background: @line; border: none; }
"""
