"""Texts that are no cables, all of them invented."""

MEMORANDUM = """\
CONFIDENTIAL

MEMORANDUM

DATE:     March 14, 1962

TO:       Mr. Harold Quint, Director, Office of Baltic Trade
FROM:     Lucille Ferrand, Economic Section
SUBJECT:  Grain deliveries through the
          port of Ventava

The harbor authority of Ventava told us on Monday that it will take no
more than 40,000 tons of grain a month until the second elevator has
been repaired.

Captain Ilmars Dreimanis, who runs the port, said that the repairs will
cost 310,000 dollars and last until September.
"""

LETTER = """\
                                        American Consulate
                                        Porto Alvar
                                        11 October 1947

Dear Mr. Prentiss:

I have your letter of September 2 about the flour mill at Rio Manso.
The mill has been sold to a company of this town for 1.2 million.

Your cousin's shares were not among those sold.

                                        Sincerely yours,


                                        Edwin R. Halloway
                                        American Vice Consul
"""

CUTTING = """\
THE NORDHAVN COURIER
Tuesday, 6 May 1969

STRIKE EMPTIES THE HARBOR
Dockers refuse to unload phosphate ships

By Agnete Lorup

NORDHAVN, May 5 - Four hundred dockers walked off the phosphate quay
on Monday after the company had cut the night bonus by half.

Eleven ships now lie at anchor in the roads.
"""

MINUTES = """\
MINUTES OF THE 41ST MEETING OF THE JOINT WATER COMMISSION

Held at Al Qasr, 19 February 1974

Present: Dr. Hamid Sarraf (chairman), Mr. Otto Breitkopf, Mrs. Leila Nasrawi,
Mr. John Pell (secretary)

1. Level of the reservoir

Mr. Breitkopf reported that the reservoir stood at 212.4 meters, three
meters below the level of last year.

2. Decision

The commission decided to close the sluice by one half.

John Pell
Secretary
"""

REPORT = """\
Railway Gauges in the Upper Tarim
by Margaret Osei
August 1955

Summary
-------

Three gauges meet at the junction of Kuldur.

The junction

Kuldur has four sidings of standard gauge and one of a meter.
"""

NUMBERED = """\
MEMORANDUM FOR THE RECORD

SUBJECT: Telephone call from Senator Brill

1. (U) Senator Brill called at 0915 on 22 November 1966.

2. (S/NF) I told him that the third test is set for December 6.
"""
