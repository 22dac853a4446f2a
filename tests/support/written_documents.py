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

DESPATCH = """\
SECRET.

                        Foreign Office, S.W.1.
                        23rd June, 1936.

My dear Wolverton,

    Thank you for your letter of the 9th June (No. 114) about the
wireless station at Khor Dubai.

    2. The Sheikh has asked for a rent of Rs. 4,000 a year.

    3. You may tell him that the mast will not be higher than 120 feet.

                                Yours ever,
                                (Sgd.) H. M. CARSTAIRS.

Sir Percival Wolverton, K.C.I.E.
"""

TREATY = """\
AGREEMENT BETWEEN SAN LORENZO AND THE TROPICAL FRUIT COMPANY

Signed at Port Alban on the 9th day of May, 1911

Article 1

The Government grants to the Company the right to build a railway.

Article 2

The Company will pay one cent for each stem of bananas that is shipped.

Article 3

Disputes will be settled by the British consul at Port Alban.
"""
